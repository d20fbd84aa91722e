// Objects that can be cloned though they are more than their data: each has a function that makes its clone. It lies in a private
// field: what has one is no mere data for the engine's own cloning (engine/include/clone.h), wherever in a value it lies.

export let wayToClone;

class Given {
  constructor(object) { return object; }
}

class Cloneable extends Given {
  #way;

  static {
    wayToClone = (object) => (#way in object ? object.#way : undefined);
  }

  constructor(object, way) {
    super(object);
    this.#way = way;
  }

  static set(object, way) {
    if (#way in object) object.#way = way;
    else new Cloneable(object, way);
    return object;
  }
}

export const makeCloneable = Cloneable.set;
