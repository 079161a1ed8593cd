/** The demonstration: a small hospital's warehouse, fed by a simulated upstream. */
@NullMarked
package io.freshet.cli.demo;

import org.jspecify.annotations.NullMarked;
