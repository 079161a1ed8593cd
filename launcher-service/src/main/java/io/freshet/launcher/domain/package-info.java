/** What an attempt goes through, as pure functions: states, what may happen, and what is to be done then. */
@NullMarked
package io.freshet.launcher.domain;

import org.jspecify.annotations.NullMarked;
