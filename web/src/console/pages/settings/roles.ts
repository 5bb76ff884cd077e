export const roles = [
  { value: "admin", label: "Admin: everything" },
  { value: "editor", label: "Editor: partners and collections, not Settings" },
  { value: "viewer", label: "Viewer: reads partners and request logs" },
  { value: "auditor", label: "Auditor: reads audit and request logs" },
];
