package org.dlopt;

import java.util.List;

/**
 * What is known about a hyper-parameter of a rule, or a field of a schedule, wrapper, scaler or watch.
 *
 * @param id number in C: that of a {@link Hyper}, or of a field
 * @param kind how its numbers are to be read
 * @param defaultValue what a new object has
 * @param lower smallest value
 * @param upper largest value
 * @param name such as "beta1"
 * @param doc one line
 * @param choices names of a choice in the order of their numbers; of other kinds none
 */
public record HyperInfo(int id, ValueKind kind, double defaultValue, double lower, double upper, String name, String doc,
                        List<String> choices) {}
