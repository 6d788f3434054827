// Written by bindings/generate.
/** A builder for each kind of schedule. Sequences, products and chains: {@link org.dlopt.Schedule}. */
package org.dlopt.schedules;
