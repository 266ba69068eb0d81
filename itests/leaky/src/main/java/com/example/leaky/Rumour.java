package com.example.leaky;

import java.util.ArrayList;
import java.util.List;

/** What is told of customers. */
public class Rumour {
  public List<String> names = new ArrayList<>();
  public Integer customers;
}
