/** How results look: tables and colour for people, JSON for programs. */
@NullMarked
package io.freshet.cli.output;

import org.jspecify.annotations.NullMarked;
