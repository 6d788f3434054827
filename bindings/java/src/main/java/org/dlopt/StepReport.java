package org.dlopt;

/**
 * What a step found.
 *
 * @param skipped whether gradients that are not finite held it back
 * @param gradNorm norm of the gradients before clipping; NaN when nothing asked for it
 * @param nonfinite elements that are NaN or infinite; -1 when nothing asked for a norm
 * @param appliedStep steps applied so far, this one included
 * @param skips steps held back in a row so far, this one included
 */
public record StepReport(boolean skipped, double gradNorm, long nonfinite, long appliedStep, int skips) {}
