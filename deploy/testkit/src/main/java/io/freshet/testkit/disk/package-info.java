/** File systems that lose power, fail, or let somebody else in between any two operations. */
@NullMarked
package io.freshet.testkit.disk;

import org.jspecify.annotations.NullMarked;
