/** What the scheduler keeps in PostgreSQL. */
@NullMarked
package io.freshet.scheduler.jdbc;

import org.jspecify.annotations.NullMarked;
