/** Everything in one JVM: a real broker, a real PostgreSQL and the five services, with their data below one directory. */
@NullMarked
package io.freshet.standalone;

import org.jspecify.annotations.NullMarked;
