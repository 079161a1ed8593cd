/** Specifications in which a test says only what it is about; the rest has plain values. */
@NullMarked
package io.freshet.testkit.spec;

import org.jspecify.annotations.NullMarked;
