package org.dlopt;

/**
 * What is known about a state of a rule.
 *
 * @param name PyTorch's name where PyTorch has one, such as "exp_avg"
 * @param doc one line
 * @param optional whether it is kept only while a hyper-parameter asks for it, or of some shapes
 * @param bytesPerElement for F32 parameters with full states; 0 for one that does not have the parameter's shape
 * @param shape its shape
 * @param moment what it holds
 */
public record StateInfo(String name, String doc, boolean optional, int bytesPerElement, StateShape shape, StateMoment moment) {}
