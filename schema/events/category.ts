import { z } from 'zod';

/** The state of the stream `category-<id>`. Parents make a forest, without cycles. */
export const CategoryState = z.object({
  categoryId: z.string(),
  name: z.string(),
  parentId: z.string().nullable(),
});
export type CategoryState = z.infer<typeof CategoryState>;

export const categoryEvents = {
  CategoryDefined: { version: 1, data: CategoryState },
  CategoryRenamed: { version: 1, data: z.object({ name: z.string(), previousName: z.string() }) },
  CategoryMoved: {
    version: 1,
    data: z.object({ parentId: z.string().nullable(), previousParentId: z.string().nullable() }),
  },
} as const;
