/** What people do through the API: deploy, remove, run, cancel, size pools; over ports to the database, the storage root and the log. */
@NullMarked
package io.freshet.scheduler.deployment;

import org.jspecify.annotations.NullMarked;
