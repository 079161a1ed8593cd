/** The command line: what people and scripts type. */
@NullMarked
package io.freshet.cli;

import org.jspecify.annotations.NullMarked;
