/** Reading the log into the database. */
@NullMarked
package io.freshet.audit.kafka;

import org.jspecify.annotations.NullMarked;
