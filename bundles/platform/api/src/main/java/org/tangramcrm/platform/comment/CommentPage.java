package org.tangramcrm.platform.comment;

import org.tangramcrm.platform.Page;

/** A page of comments. */
public class CommentPage extends Page<Comment> {}
