// Written by bindings/generate.
/** Where implementations of one rule differ, and what fields choose from. */
package org.dlopt.choices;
