import { z } from 'zod';

export const Address = z.object({
  recipient: z.string().nullable(),
  street: z.string().nullable(),
  postalCode: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string(),
});
export type Address = z.infer<typeof Address>;

/** The state of the stream `customer-<id>`. */
export const CustomerState = z.object({
  customerId: z.string(),
  email: z.string(),
  name: z.string(),
  address: Address.nullable(),
  registeredAt: z.iso.datetime(),
});
export type CustomerState = z.infer<typeof CustomerState>;

export const customerEvents = {
  CustomerRegistered: { version: 1, data: CustomerState },
  CustomerAddressChanged: {
    version: 1,
    data: z.object({ address: Address, previousAddress: Address.nullable() }),
  },
} as const;
