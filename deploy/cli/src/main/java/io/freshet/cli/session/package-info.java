/** What all commands share: which installation they ask, and where their answers go. */
@NullMarked
package io.freshet.cli.session;

import org.jspecify.annotations.NullMarked;
