/** Answers questions about the history. */
@NullMarked
package io.freshet.audit.jdbc.read;

import org.jspecify.annotations.NullMarked;
