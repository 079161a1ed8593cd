/** What services throw to each other's layers when something outside of them fails. */
@NullMarked
package io.freshet.servicekit.failure;

import org.jspecify.annotations.NullMarked;
