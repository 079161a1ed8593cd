/** What every service stands on beside the contracts. */
@NullMarked
package io.freshet.servicekit;

import org.jspecify.annotations.NullMarked;
