/** Events of upstream systems: taking them in, and what becomes of them. */
@NullMarked
package io.freshet.watcher.intake;

import org.jspecify.annotations.NullMarked;
