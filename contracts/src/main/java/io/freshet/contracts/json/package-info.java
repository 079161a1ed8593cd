/** How values become JSON and come back. */
@NullMarked
package io.freshet.contracts.json;

import org.jspecify.annotations.NullMarked;
