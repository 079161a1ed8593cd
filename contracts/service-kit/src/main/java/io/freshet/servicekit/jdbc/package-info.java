/** The bounds of database connections. */
@NullMarked
package io.freshet.servicekit.jdbc;

import org.jspecify.annotations.NullMarked;
