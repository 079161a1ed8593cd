/** The audit database: writing rows with the offsets they came from, and every query. */
@NullMarked
package io.freshet.audit.jdbc;

import org.jspecify.annotations.NullMarked;
