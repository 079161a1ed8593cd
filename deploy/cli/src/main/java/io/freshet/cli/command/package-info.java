/** The commands, one class each. */
@NullMarked
package io.freshet.cli.command;

import org.jspecify.annotations.NullMarked;
