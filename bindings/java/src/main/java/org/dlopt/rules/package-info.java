// Written by bindings/generate.
/** A builder for each update rule. */
package org.dlopt.rules;
