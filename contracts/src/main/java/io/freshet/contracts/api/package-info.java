/** REST types and the typed client. */
@NullMarked
package io.freshet.contracts.api;

import org.jspecify.annotations.NullMarked;
