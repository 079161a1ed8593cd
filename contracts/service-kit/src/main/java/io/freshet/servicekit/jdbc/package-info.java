/** Connections to databases, their bounds, what their failures mean, and columns of JSON. */
@NullMarked
package io.freshet.servicekit.jdbc;

import org.jspecify.annotations.NullMarked;
