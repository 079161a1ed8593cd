/** What events say about the rows of the history. Pure. */
@NullMarked
package io.freshet.audit.history;

import org.jspecify.annotations.NullMarked;
