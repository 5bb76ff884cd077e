package gateway

// validate is step 8: the collection's own size limit.
func validate(x *Exchange) error {
	return x.checkBodySize(x.collection.MaxBodyBytes)
}
