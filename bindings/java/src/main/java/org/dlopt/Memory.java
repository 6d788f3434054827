package org.dlopt;

/**
 * Memory of an optimizer by kind, in bytes. Steps never change it.
 *
 * @param state state arrays, those of masters and wrappers too
 * @param scratch work space of the step
 * @param handle everything else
 */
public record Memory(long state, long scratch, long handle) {}
