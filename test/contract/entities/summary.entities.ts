import { Column, Entity, Index, PrimaryGeneratedColumn, ViewColumn, ViewEntity } from 'typeorm';

@Entity()
export class Sale {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  shop!: string;

  @Column('int')
  amount!: number;
}

@ViewEntity({
  materialized: true,
  expression: `SELECT shop, SUM(amount) AS total, COUNT(*) AS sales FROM sale GROUP BY shop`,
})
export class ShopTotal {
  @Index({ unique: true })
  @ViewColumn()
  shop!: string;

  @ViewColumn()
  total!: string;

  @ViewColumn()
  sales!: string;
}

@ViewEntity({
  materialized: true,
  expression: (dataSource) => dataSource.createQueryBuilder().select('COUNT(*)', 'n').from(Sale, 's'),
})
export class SaleCount {
  @ViewColumn()
  n!: string;
}

@ViewEntity({ expression: 'SELECT id, shop FROM sale WHERE amount > 100' })
export class BigSale {
  @ViewColumn()
  id!: number;
}

export const summaries = [Sale, ShopTotal, SaleCount, BigSale];
