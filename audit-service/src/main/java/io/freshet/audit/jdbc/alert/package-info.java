/** Deadlines, alerts and deliveries in PostgreSQL: what is due, what was found, whom it was sent to. */
@NullMarked
package io.freshet.audit.jdbc.alert;

import org.jspecify.annotations.NullMarked;
