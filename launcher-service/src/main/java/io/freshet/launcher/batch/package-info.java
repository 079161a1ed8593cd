/** Several attempts of one task in one pod. */
@NullMarked
package io.freshet.launcher.batch;

import org.jspecify.annotations.NullMarked;
