// Written by bindings/generate.
/** A builder for each thing that accompanies an optimizer. */
package org.dlopt.wrappers;
