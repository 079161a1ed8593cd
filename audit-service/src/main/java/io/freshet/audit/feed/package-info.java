/** Following the events of the public topics: who wants which, and how far somebody has read. */
@NullMarked
package io.freshet.audit.feed;

import org.jspecify.annotations.NullMarked;
