package org.tangramcrm.platform.notification;

import java.util.ArrayList;
import java.util.List;
import javax.validation.constraints.NotNull;
import org.tangramcrm.platform.contract.Field;

/** Whether the caller follows a record, and who else does. */
public class Following {
  /** The owner of a record follows it until they say otherwise. */
  @NotNull @Field public Boolean following;

  /** Others who follow it by their own choice and see it; at most 50. */
  @Field(readOnly = true)
  public List<Follower> followers = new ArrayList<>();

  /** Somebody who follows a record. */
  public static class Follower {
    public Long userId;
    public String name;
  }
}
