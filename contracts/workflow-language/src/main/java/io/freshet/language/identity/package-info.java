/** Who may run as whom, by a policy that an administrator keeps. */
@NullMarked
package io.freshet.language.identity;

import org.jspecify.annotations.NullMarked;
