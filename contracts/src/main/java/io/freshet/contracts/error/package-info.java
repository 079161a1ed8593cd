/** The codes of errors: how each is written, what it means, and what to do. */
@NullMarked
package io.freshet.contracts.error;

import org.jspecify.annotations.NullMarked;
