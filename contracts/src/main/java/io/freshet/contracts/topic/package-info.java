/** The topics: the only place that knows their names and settings. */
@NullMarked
package io.freshet.contracts.topic;

import org.jspecify.annotations.NullMarked;
