/** Attempts as pods of Kubernetes. */
@NullMarked
package io.freshet.launcher.kubernetes;

import org.jspecify.annotations.NullMarked;
