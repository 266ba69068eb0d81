package com.example.notes;

import org.tangramcrm.platform.Page;

/** A page of notes. */
public class NotePage extends Page<Note> {}
