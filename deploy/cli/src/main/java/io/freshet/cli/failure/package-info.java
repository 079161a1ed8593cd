/** How commands fail: what is said, and which status the process exits with. */
@NullMarked
package io.freshet.cli.failure;

import org.jspecify.annotations.NullMarked;
