import { type Certified, newAuthority, newCertificate } from '@zhibu/infra';

/** A certificate of a node of the stand-in, and who signed it: whoever believes that one believes the node. PEM. */
export interface NodeCertificate extends Certified {
  readonly authority: string;
}

/** Makes a certificate for 127.0.0.1, signed by an authority of its own. */
export async function nodeCertificate(name = 'zhibu stand-in'): Promise<NodeCertificate> {
  const authority = await newAuthority(`${name} authority`);
  const made = await newCertificate(authority, { name, hosts: ['127.0.0.1'] });
  return { ...made, authority: authority.certificate };
}
