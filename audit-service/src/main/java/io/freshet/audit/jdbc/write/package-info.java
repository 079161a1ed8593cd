/** Writes the history: rows, offsets, retention. */
@NullMarked
package io.freshet.audit.jdbc.write;

import org.jspecify.annotations.NullMarked;
