/** What the planner answers over HTTP. */
@NullMarked
package io.freshet.planner.http;

import org.jspecify.annotations.NullMarked;
